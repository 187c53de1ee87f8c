namespace Audit.Domain.Common;

/// <summary>How bad it is, in rising order.</summary>
public enum Severity
{
    Low = 1,
    Medium = 2,
    High = 3,
    Critical = 4,
}
