import { startApp } from './app';
import { openChannel } from './channel';
import { openState } from './state';
import { startControls } from './ui/controls';

startControls();
const channel = openChannel();
startApp(channel, openState(channel.api));
