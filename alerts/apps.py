from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "alerts"

    def ready(self) -> None:
        from alerts.scan import look_at_everyone
        from contacts.calendar import rules_changed

        rules_changed.connect(look_at_everyone)
