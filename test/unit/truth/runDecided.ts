/**
 * Models whose facts depend on a run: what a file alone cannot tell is symbolic or a lower bound there. Every
 * other model has no exception at all. Explained in docs/counting.md, "What only a run decides".
 */
export const RUN_DECIDED: Readonly<Record<string, string>> = {
  fasterrcnn_mobilenet_ts_op17:
    'an If on the number of boxes; sizes behind NonZero and NonMaxSuppression, and the box head that runs once per box',
  ssdlite320_ts_op17: 'an If on the number of boxes; sizes behind NonZero and NonMaxSuppression',
  if_loop_scan_handmade_op21: 'trips of a Loop that an input gives; the branch of an If on a computed sum',
  if_loop_ts_op16: 'trips of a Loop that an input gives; the branch of an If on a computed sum',
};
