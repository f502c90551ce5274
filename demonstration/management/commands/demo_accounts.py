from django.core.management.base import BaseCommand
from django.utils import timezone

from staff.models import Post, Role, User

DEMO_PASSWORD = "probation-demo"  # for invented people on one's own machine only


def accounts() -> list[User]:
    """The first member of staff of each role."""
    posts = Post.objects.on(timezone.localdate()).order_by("user")
    first = (User.objects.filter(posts__in=posts.filter(role=role)).order_by("pk").first() for role in Role)
    return [user for user in first if user]


class Command(BaseCommand):
    help = "Print the demonstration accounts, one for each role."

    def handle(self, **options) -> None:
        shown = [user for user in accounts() if user.check_password(DEMO_PASSWORD)]
        if not shown:
            return
        self.stdout.write(f"Demonstration accounts (password {DEMO_PASSWORD}):")
        for user in shown:
            self.stdout.write(f"  {Role(str(user.role)).label:15} {user.email:40} {user.get_full_name()}")
