export {
  EmbeddedPostgresInUseError,
  EmbeddedPostgresStartError,
  EmbeddedPostgresUnavailableError,
} from './errors.ts';
export type { PostgresExit } from './postmaster.ts';
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './startEmbeddedPostgres.ts';
export { readEmbeddedUrl } from './urlFile.ts';
