using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Audit.Api.Tests.Security;

/// <summary>The real service on a file of its own, with the clock in the test's hand.</summary>
public sealed class SecuredApi(string environment, IReadOnlyDictionary<string, string?> settings) : WebApplicationFactory<Program>
{
    private readonly string _folder = Directory.CreateTempSubdirectory("audit-security-").FullName;

    public TestClock Clock { get; } = new();

    public string Issuer => settings["Auth:Authority"]!;

    public string ConnectionString => "Data Source=" + Path.Combine(_folder, "audit.db");

    /// <summary>Outside Development, trusting an issuer over https whose certificate only the test knows.</summary>
    public static SecuredApi InProduction(OidcServer issuer, params (string Key, string? Value)[] settings) =>
        new("Production", Settings([("Auth:Authority", issuer.Issuer), ("Auth:Audience", TestTokens.Audience), .. settings]));

    /// <summary>In Development, with an issuer on this machine.</summary>
    public static SecuredApi InDevelopment(OidcServer issuer, params (string Key, string? Value)[] settings) =>
        InDevelopment([("Auth:Authority", issuer.Issuer), ("Auth:Audience", TestTokens.Audience), .. settings]);

    public static SecuredApi InDevelopment(params (string Key, string? Value)[] settings) => new("Development", Settings(settings));

    public static IReadOnlyDictionary<string, string?> Settings(params (string Key, string? Value)[] settings) =>
        settings.ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        using (var connection = new SqliteConnection(ConnectionString))
        {
            SqliteConnection.ClearPool(connection);
        }

        Directory.Delete(_folder, recursive: true);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(environment);
        builder.UseSetting("ConnectionStrings:Audit", ConnectionString);
        builder.UseSetting("Logging:LogLevel:Default", "None");
        foreach (var (key, value) in settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureTestServices(services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
            services.Configure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, bearer =>
            {
                // longer than any test, so that none depends on how fast the machine is
                bearer.BackchannelTimeout = TimeSpan.FromMinutes(1);
                bearer.BackchannelHttpHandler = new HttpClientHandler
                {
                    ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate?.Thumbprint == OidcServer.Certificate.Thumbprint,
                };
            });
        });
    }
}
