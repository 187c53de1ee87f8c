namespace Audit.Api.Tests.Requests;

/// <summary>An API that listens on a port of its own, for what the in-memory server of the other tests leaves away.</summary>
public abstract class ServedApi : IDisposable
{
    protected ServedApi()
    {
        Api.UseKestrel(0);
        Analyst = Api.Analyst(Tenant);
    }

    private protected AuditApi Api { get; } = new();

    private protected string Tenant { get; } = Tenants.Fresh();

    private protected HttpClient Analyst { get; }

    public void Dispose()
    {
        Analyst.Dispose();
        Api.Dispose();
        GC.SuppressFinalize(this);
    }
}
