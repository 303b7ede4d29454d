"""The services behind desktop_admin.api.publishing."""
