namespace Connexions.Web.Demo;

public sealed record DemoOptions
{
    public bool Enabled { get; init; }
}
