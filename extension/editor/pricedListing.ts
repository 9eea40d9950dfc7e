import type { Listing } from '../shared/listing';
import type { Report } from '../shared/report';
import type { Metric } from '../shared/scene';
import { type ListingCosts, listingCosts } from './listingCosts';
import type { ModelDocument } from './modelDocument';

/** A listing with its lines' costs. */
export interface PricedListing {
  readonly listing: Listing;
  readonly report: Report;
  readonly metric: Metric;
  readonly costs: ListingCosts;
}

/** Pairs listing and report of a model, and remembers the last pairing; null until both are there. */
export function createPricing(): (model: ModelDocument) => PricedListing | null {
  const known = new WeakMap<ModelDocument, PricedListing>();
  return (model) => {
    const listing = model.listing.state.value;
    const report = model.analysis.state.value?.report;
    if (listing === null || report === undefined) return null;
    const last = known.get(model);
    if (last?.listing === listing && last.report === report && last.metric === model.metric) return last;
    const priced = {
      listing,
      report,
      metric: model.metric,
      costs: listingCosts(listing, report, model.metric),
    };
    known.set(model, priced);
    return priced;
  };
}

export type Pricing = ReturnType<typeof createPricing>;
