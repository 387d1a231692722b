using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>
/// A node of an AMT: the commitment to the cells below it, and the proof that it commits to nothing else. Either may be infinity, as they
/// all are above cells that are zero.
/// </summary>
/// <param name="Commitment">[P(T)·V(T)] for the node's vanishing polynomial V.</param>
/// <param name="Proof">[P(T)].</param>
public readonly record struct AmtPair(G1Affine Commitment, G1Affine Proof);
