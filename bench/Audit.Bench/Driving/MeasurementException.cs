namespace Audit.Bench.Driving;

/// <summary>What was measured is worth nothing; the message says why.</summary>
public sealed class MeasurementException(string message) : Exception(message);
