namespace Audit.Trials;

/// <summary>What was typed makes no sense.</summary>
internal sealed class UsageException(string message) : Exception(message);
