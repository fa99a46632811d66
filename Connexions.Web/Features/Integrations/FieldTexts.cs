namespace Connexions.Web.Features.Integrations;

/// <summary>The names of a connexion's fields, in the resources beside this file: editor, support and journal share them.</summary>
public sealed class FieldTexts;
