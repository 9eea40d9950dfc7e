/** Why a builder of the table cannot be priced whole. */
export type Reason =
  | { readonly kind: 'absent'; readonly why: string; readonly macs?: undefined }
  /** `macs`: whether MACs lie behind the place where the run stops. */
  | { readonly kind: 'depends-on-data'; readonly why: string; readonly macs: 'all' | 'behind' };

const absent: Reason = { kind: 'absent', why: 'it came with a later one' };

const boxes: Reason = {
  kind: 'depends-on-data',
  why: 'which boxes survive is decided behind the last layer with MACs',
  macs: 'all',
};

const proposals: Reason = {
  kind: 'depends-on-data',
  why: 'the heads run on the proposals that survive non-maximum suppression',
  macs: 'behind',
};

/** docs/pytorch.md lists the same. */
export const NOT_PRICED_WHOLE: Readonly<Record<string, Reason>> = {
  swin3d_t: absent,
  swin3d_s: absent,
  swin3d_b: absent,
  retinanet_resnet50_fpn: boxes,
  retinanet_resnet50_fpn_v2: boxes,
  fcos_resnet50_fpn: boxes,
  ssd300_vgg16: boxes,
  ssdlite320_mobilenet_v3_large: boxes,
  fasterrcnn_resnet50_fpn: proposals,
  fasterrcnn_resnet50_fpn_v2: proposals,
  fasterrcnn_mobilenet_v3_large_fpn: proposals,
  fasterrcnn_mobilenet_v3_large_320_fpn: proposals,
  maskrcnn_resnet50_fpn: proposals,
  maskrcnn_resnet50_fpn_v2: proposals,
  keypointrcnn_resnet50_fpn: proposals,
};
