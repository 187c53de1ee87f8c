namespace Audit.Trials;

/// <summary>A trial could not be held: what it says is no finding about the service.</summary>
public sealed class TrialException(string message, Exception? inner = null) : Exception(message, inner);
