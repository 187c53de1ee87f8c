import { AnomaliesClient, DetectionsClient, HistoryClient, IncidentsClient, MeClient } from "./generated/api.js";
import { Transport, type AuditClientOptions } from "./transport.js";

export * from "./generated/api.js";
export * from "./errors.js";
export type { Answer, AnswerInfo, AuditClientOptions, CallOptions, IfMatch, IfNoneMatch, Repeatable } from "./transport.js";

/** The audit service. */
export class AuditClient {
    readonly incidents: IncidentsClient;
    readonly anomalies: AnomaliesClient;
    /** For detectors, which report anomalies. */
    readonly detections: DetectionsClient;
    readonly history: HistoryClient;
    /** Who the caller is. */
    readonly me: MeClient;

    constructor(options: AuditClientOptions) {
        const transport = new Transport(options);
        this.incidents = new IncidentsClient(transport);
        this.anomalies = new AnomaliesClient(transport);
        this.detections = new DetectionsClient(transport);
        this.history = new HistoryClient(transport);
        this.me = new MeClient(transport);
    }
}
