export const HELP = `layercost: what a neural network costs, layer by layer

  layercost inspect FILE... [options]

Options:
  --dim name=value        value of a symbolic dim, such as --dim batch=8; can be repeated
  --input SHAPE           shape of the first input, such as 1x3x224x224
  --input name=SHAPE      shape of the input with this name; can be repeated
  --hardware P            energy per operation: horowitz-45nm (default), tpuv4i-7nm,
                          or the path of a profile (a JSON file)
  --sort KEY              macs, params, bytes (moved) or energy; default is execution order
  --top N                 the N costliest layers only (by MACs without --sort)
  --all                   the layers that cost nothing too
  --format FORMAT         table (default), json, csv or markdown
  -h, --help              this text
  -V, --version           the version

Several files: JSON is an array, the other formats print one report after the other.
Exit code: 0 done, 2 a file or the arguments are bad (one line on stderr says what).
Colours follow NO_COLOR and FORCE_COLOR. LAYERCOST_DEBUG=1 shows where an internal error came from.
`;
