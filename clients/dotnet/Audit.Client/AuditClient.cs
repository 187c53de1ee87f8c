namespace Audit.Client;

/// <summary>The audit service. Safe for any number of calls at once.</summary>
public sealed class AuditClient
{
    /// <summary>Calls the service by a client of the caller's.</summary>
    /// <param name="http">What sends the requests, one of <c>IHttpClientFactory</c> for example; it stays the caller's. Its base address says where the service is,
    /// with the gateway's prefix where there is one: <c>https://iam.example.com/audit/api/v1</c>.</param>
    /// <param name="options">Who calls, and how.</param>
    /// <exception cref="ArgumentException"><paramref name="http"/> has no base address, or one with a user, a query or a fragment, or <see cref="AuditClientOptions.MaxRetries"/> is out of range.</exception>
    public AuditClient(HttpClient http, AuditClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxRetries, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxRetries, Retry.Most, nameof(options));
        var transport = new Transport(http, options);
        Incidents = new IncidentsClient(transport);
        Anomalies = new AnomaliesClient(transport);
        Detections = new DetectionsClient(transport);
        History = new HistoryClient(transport);
        Me = new MeClient(transport);
    }

    public IncidentsClient Incidents { get; }

    public AnomaliesClient Anomalies { get; }

    /// <summary>For detectors, which report anomalies.</summary>
    public DetectionsClient Detections { get; }

    public HistoryClient History { get; }

    /// <summary>Who the caller is.</summary>
    public MeClient Me { get; }
}
