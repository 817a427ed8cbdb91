"""The four tables of the evaluation of year one."""
