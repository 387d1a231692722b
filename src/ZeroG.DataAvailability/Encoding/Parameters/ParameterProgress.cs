namespace ZeroG.DataAvailability.Encoding.Parameters;

/// <summary>How far a long piece of work on parameters is.</summary>
/// <param name="Activity">What is being done, as a phrase for a progress line.</param>
/// <param name="Done">Points of it that are done.</param>
/// <param name="Total">All points of this activity.</param>
public readonly record struct ParameterProgress(string Activity, long Done, long Total);
