export { DamagedBackupError } from './frames.ts';
export { type RestoreFigures, RestoreRefusedError, restoreBackup } from './restoreBackup.ts';
export { type BackupFigures, writeBackup } from './writeBackup.ts';
