/* Preloaded into a measured process: at its end, what it used goes to file descriptor 3 as JSON. */
const { existsSync, readFileSync, writeSync } = require('node:fs');

const STATUS = '/proc/self/status';

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const peakKilobytes = peakOfOwnMemory() ?? maxRSS;
  writeSync(3, JSON.stringify({ cpuMicroseconds: userCPUTime + systemCPUTime, peakKilobytes }));
});

/** On Linux maxRSS starts at what the parent process held when it forked; the kernel's own mark does not. */
function peakOfOwnMemory() {
  if (!existsSync(STATUS)) return null;
  const mark = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync(STATUS, 'utf8'));
  return mark && Number(mark[1]);
}
