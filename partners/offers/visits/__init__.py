"""What has happened in a team's inbox since somebody was last there."""
