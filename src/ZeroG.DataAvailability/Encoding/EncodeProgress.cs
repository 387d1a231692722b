namespace ZeroG.DataAvailability.Encoding;

/// <summary>How far an encoding is.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="Fraction">How much of the whole work is done, 0 to 1, by the usual share of each stage.</param>
public readonly record struct EncodeProgress(EncodeStage Stage, double Fraction);
