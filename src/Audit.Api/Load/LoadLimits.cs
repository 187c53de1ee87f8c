using System.ComponentModel.DataAnnotations;
using Audit.Api.Requests;

namespace Audit.Api.Load;

/// <summary>How much this instance takes on at once, and for how long; section <c>Limits</c>. What is beyond is refused at once, while there is still room to do so.</summary>
public sealed class LoadLimits
{
    public const string Section = "Limits";

    private const int Mebibyte = 1024 * 1024;

    /// <summary>Open connections; further ones are closed as they come.</summary>
    [Range(10, 1_000_000)]
    public int Connections { get; init; } = 5000;

    /// <summary>Requests under way; one tenant's are at most half of them.</summary>
    [Range(2, 100_000)]
    public int Requests { get; init; } = 1000;

    /// <summary>MiB of all bodies together that are being read or worked on; one tenant's are at most half of them.</summary>
    [Range(2 * BodyLimitAttribute.Batch / Mebibyte, 2047)]
    public int BodyMebibytes { get; init; } = 64;

    /// <summary>Seconds from the end of a request's head to the end of its answer.</summary>
    [Range(1, 3600)]
    public int RequestSeconds { get; init; } = 30;

    /// <summary>Seconds that requests under way have left when the service is told to stop.</summary>
    [Range(0, 3600)]
    public int ShutdownSeconds { get; init; } = 30;

    public int BodyBytes => BodyMebibytes * Mebibyte;
}
