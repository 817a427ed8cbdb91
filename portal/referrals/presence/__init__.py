"""Whether anybody at a partner could open what is sent there, before it is sent and while it waits."""
