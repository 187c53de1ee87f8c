namespace Audit.Application.Common;

public static class Clock
{
    /// <summary>The present time as it is kept: to the millisecond.</summary>
    public static DateTimeOffset Now(this TimeProvider clock) =>
        DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
}
