export const HELP = `layercost: what a neural network costs, layer by layer

  layercost inspect FILE... [options]    costs, layer by layer
  layercost suggest FILE [options]       what can be changed, and what each change saves
  layercost check FILE --budget B        whether a model keeps to a budget
  layercost rewrite FILE --apply ID[,ID...] --out NEW [--verify]
                                         a new ONNX file with suggestions applied
  layercost diff A B                     two models, layer against layer; either may be a file at a
                                         Git revision, such as HEAD~1:model.onnx

Options:
  --dim name=value        value of a symbolic dim, such as --dim batch=8; can be repeated
  --input SHAPE           shape of the first input, such as 1x3x224x224
  --input name=SHAPE      shape of the input with this name; can be repeated; for Python files with
                          an element type behind a colon if need be: ids=1x128:int64
  --entry NAME|EXPR       Python files: the class, function or expression to price, such as
                          --entry "ResNet(Bottleneck, [3, 4, 6, 3])"; default is the first
  --args "a=1, b=2"       Python files: keyword arguments for the entry
  --python-packages DIR   Python files: folder of installed packages; can be repeated
  --python-time-limit S   Python files: seconds that building and running may take (10)
  --hardware P            energy per operation: horowitz-45nm (default), tpuv4i-7nm,
                          or the path of a profile (a JSON file)
  --budget B              suggest, check: upper limits, such as macs=1G,weights=20MB,energy=50%;
                          metrics are macs, params, weights, moved, peak, energy
  --technique ID          suggest: this technique only; can be repeated
  --cost W                suggest: weights of the ranking, such as macs=1,bytes=0.5,error=2
  --rank R                suggest: cost (default) or mnasnet, the reward ACC * ENERGY^-0.07
  --weights               suggest: read the weights for figures that only they tell
  --mixed-precision       suggest --budget: choose bits per weight, exactly, instead of rewrites
  --sensitivities FILE    suggest --mixed-precision: measured errors (JSON) in place of the weights' own
  --trivial               suggest: also what saves less than 0.5% of everything
  --apply ID[,ID...]      rewrite: suggestions to apply, by their ids
  --out NEW               rewrite: the new file; the old one is never touched
  --replace               rewrite: a file of that name may be replaced
  --verify                rewrite: run old and new on the same inputs and compare the outputs
  --inputs FILE           rewrite: run with these inputs (.npz, .npy, .pb, .png, .jpg), not random ones
  --pack inside|beside    rewrite: all weights into the new file, or into one new file beside it
  --count TOOL            inspect: count as thop, torch (FlopCounterMode), fvcore, ptflops, ptflops-pytorch, torchinfo
                          or onnx-tool, too, and say why they differ
  --sort KEY              inspect: macs, params, bytes (moved) or energy; default is execution order
  --top N                 the N costliest layers only (by MACs without --sort), or N suggestions
  --all                   inspect: the layers that cost nothing too
  --format FORMAT         table (default) or json; inspect also csv or markdown, diff markdown
  -h, --help              this text
  -V, --version           the version

Several files: JSON is an array, the other formats print one report after the other.
Exit code: 0 done, 1 a budget is exceeded, 2 a file or the arguments are bad (one line on stderr says what).
Colours follow NO_COLOR and FORCE_COLOR. LAYERCOST_DEBUG=1 shows where an internal error came from.
`;
