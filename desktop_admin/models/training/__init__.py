"""Training: courses, the people in them, homework, results and resources."""

from desktop_admin.models.training import courses, homework, people, resources, results

__all__ = ["courses", "homework", "people", "resources", "results"]
