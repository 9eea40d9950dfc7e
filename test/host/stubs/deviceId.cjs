/* Stands in for the native @vscode/deviceid: telemetry is off, so any identity does. */
exports.getDeviceId = () => Promise.resolve('00000000-0000-4000-8000-000000000000');
