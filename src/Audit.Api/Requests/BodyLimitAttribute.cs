namespace Audit.Api.Requests;

/// <summary>How large an operation's body may be, where that is not <see cref="Default"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BodyLimitAttribute(int bytes) : Attribute
{
    public const int Default = 256 * 1024;
    public const int Batch = 4 * 1024 * 1024;

    public int Bytes { get; } = bytes;
}
