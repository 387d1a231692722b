namespace ZeroG.PowerShell;

/// <summary>The answer of a <c>Test-</c> cmdlet: one promise and whether it is kept.</summary>
/// <param name="Name">The promise.</param>
/// <param name="Passed">Whether it is kept.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Target">What was tested.</param>
public sealed record CheckResult(string Name, bool Passed, string Detail, object Target);
