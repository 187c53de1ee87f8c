namespace Audit.Domain.Common;

/// <summary>One broken field: its path as the wire has it, the rule's code, and the rule's numbers or names.</summary>
public sealed record FieldViolation(string Field, string Code, IReadOnlyDictionary<string, object>? Args = null, object? Value = null)
{
    /// <summary>Nobody mends more at once; an answer stays small however much is wrong.</summary>
    public const int MaxReported = 1000;

    /// <summary>A path is cut here: names in it may be the sender's.</summary>
    public const int MaxFieldLength = 256;

    /// <summary>The field's path on the wire.</summary>
    public string Field { get; } = Field.Length <= MaxFieldLength ? Field : Field[..(char.IsHighSurrogate(Field[MaxFieldLength - 1]) ? MaxFieldLength - 1 : MaxFieldLength)];
}

/// <summary>The rules a field can break.</summary>
public static class ViolationCodes
{
    public const string Required = "required";
    public const string Format = "format";
    public const string Range = "range";
    public const string MaxLength = "max_length";
    public const string Enum = "enum";
    public const string Duplicate = "duplicate";
    public const string UnknownField = "unknown_field";

    public static IReadOnlyList<string> All { get; } = [Required, Format, Range, MaxLength, Enum, Duplicate, UnknownField];
}
