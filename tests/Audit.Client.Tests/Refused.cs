using System.Net;

namespace Audit.Client.Tests;

internal static class Refused
{
    public static async Task<AuditProblemException> ByAsync<T>(Task<T> call, HttpStatusCode status)
    {
        var thrown = await call.Invoking(c => c).Should().ThrowAsync<AuditProblemException>();
        thrown.Which.Status.Should().Be(status);
        return thrown.Which;
    }
}
