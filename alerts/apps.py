from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "alerts"

    def ready(self) -> None:
        from alerts.scan import look_at_everyone
        from cases.file_values import records_changed
        from contacts.calendar import rules_changed

        rules_changed.connect(look_at_everyone)
        records_changed.connect(scan_once_committed)


def scan_once_committed(**kwargs) -> None:
    """Open and close the alerts about what an import changed, such as who took whom over, or left in conflict.

    Only after its transaction: until then it holds its people, and a scan that it waited for could wait for them.
    """
    from django.db import transaction
    from django.utils import timezone

    from alerts.scan import scan_contacts

    transaction.on_commit(lambda: scan_contacts(by=None, as_of=timezone.localdate()), robust=True)
