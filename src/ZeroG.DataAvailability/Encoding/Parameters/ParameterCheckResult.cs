namespace ZeroG.DataAvailability.Encoding.Parameters;

/// <summary>One promise of parameters, and whether it is kept.</summary>
/// <param name="Name">The promise, in one word.</param>
/// <param name="Passed">Whether it is kept.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Target">The file.</param>
public sealed record ParameterCheckResult(string Name, bool Passed, string Detail, string Target);
