"""The people of the sandbox: who writes by the API, and who sits at the grid."""

from dataclasses import dataclass, field

API_USER = {"id": "usrSandboxApi0001", "email": "api@sandbox.example", "name": "Koppeling (API)"}
STAFF_USER = {"id": "usrSandboxStaff01", "email": "staf@sandbox.example", "name": "Medewerker"}


@dataclass
class Users:
    """Everyone that a cell or a comment may name; a loaded base brings its own people."""

    by_id: dict[str, dict[str, str]] = field(
        default_factory=lambda: {user["id"]: dict(user) for user in (API_USER, STAFF_USER)}
    )

    def add(self, user: dict[str, str]) -> None:
        """Remember someone that a loaded base names."""
        self.by_id.setdefault(user["id"], user)

    def find(self, id_or_email: str) -> dict[str, str] | None:
        """Return the person with this ID or e-mail address."""
        if id_or_email in self.by_id:
            return self.by_id[id_or_email]
        for user in self.by_id.values():
            if user.get("email") == id_or_email:
                return user
        return None

    def named(self, name: str) -> dict[str, str] | None:
        """Return the person with this name, when there is exactly one."""
        found = [user for user in self.by_id.values() if user.get("name") == name]
        return found[0] if len(found) == 1 else None
