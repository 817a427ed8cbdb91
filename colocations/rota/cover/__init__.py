"""Cover for a shift that its worker cannot work: who could, who is asked, who agrees."""
