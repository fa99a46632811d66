namespace Connexions.Web.Shared.Forms;

/// <summary>What may be chosen, and what it is called.</summary>
/// <param name="Value">What it stands for.</param>
/// <param name="Text">In the reader's language.</param>
public sealed record Choice<T>(T Value, string Text);
