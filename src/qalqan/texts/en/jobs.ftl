# Jobs, uploads, moving a workspace
error-workspace-moved = The database of this workspace was moved while it was open.
error-workspace-moved-do = Do it again: it is opened where it is now.
