from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "casework"

    def ready(self) -> None:
        from cases.gate import looked_at
        from casework import recent

        looked_at.connect(recent.note)
