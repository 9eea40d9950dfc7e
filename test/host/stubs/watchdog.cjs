/* Stands in for VS Code's native watchdog: ends this process when its parent is gone. */
const PARENT_GONE = 87;

exports.start = (parent) => {
  const timer = setInterval(() => {
    try {
      process.kill(parent, 0);
    } catch (error) {
      if (error.code === 'ESRCH') process.exit(PARENT_GONE);
    }
  }, 1000);
  timer.unref();
};
