namespace Descent;

/// <summary>What a recurrent layer knows between two steps: give what came out of one part of a sequence to the next part.</summary>
/// <param name="Hidden">
/// The hidden states [layers * directions, n, hidden], in the order layer 0 forward, layer 0 backward, layer 1, ...
/// </param>
/// <param name="Cell">The cell states of an LSTM, of the same shape; null for other cells.</param>
public sealed record RecurrentState(Tensor Hidden, Tensor? Cell = null);
