export { createServer, type Server, type ServerOptions } from './app.ts';
export { readSettings, type Settings, SettingsError } from './settings.ts';
export { StartError } from './startError.ts';
export { type RunningServer, type StartOptions, startServer } from './startServer.ts';
