namespace ZeroG.PowerShell.Tests.Pester;

/// <summary>A Should that did not hold.</summary>
public sealed class PesterFailureException(string message) : Exception(message);
