/* `node test/runner/reference.mjs`: makes sure that PyTorch and torchvision's source are there for the tests that compare with them. */
import { prepareReference } from './system.mjs';

prepareReference();
