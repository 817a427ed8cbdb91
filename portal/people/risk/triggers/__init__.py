"""What has happened since an assessment, and outdates it at once."""
