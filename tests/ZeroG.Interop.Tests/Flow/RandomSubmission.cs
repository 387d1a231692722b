using System.Numerics;

namespace ZeroG.Interop.Tests.Flow;

/// <summary>A submission, good or bad.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">As the function takes it.</param>
/// <param name="Sectors">What it would cost, in sectors, as far as that can be said.</param>
internal sealed record RandomSubmission(string Name, object?[] Value, BigInteger Sectors);
