"""What everybody reads of practices: one function, of what its author marked TLP:CLEAR for everybody and no city here has hidden."""

from django.db import migrations

READ = """
CREATE FUNCTION exchange_public_practices(wanted uuid)
RETURNS TABLE (id uuid, city text, office text, language text, content jsonb, modified timestamptz, translations jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT o.id, a.name, o.office, o.language, o.content, o.modified, coalesce((
      SELECT jsonb_agg(
        jsonb_build_object('language', t.language, 'made', t.made, 'content', t.content) ORDER BY t.made = 'human', t.held_at
      )
      FROM network_sharedobject t
      WHERE t.about = o.id AND t.kind = 'translation' AND t.form = 'content' AND t.marking = 'clear' AND t.scope = 'public'
        AND t.about_modified = o.modified
    ), '[]')
  FROM network_sharedobject o JOIN network_author a ON a.id = o.author_id
  WHERE o.kind = 'practice' AND o.form = 'content' AND o.marking = 'clear' AND o.scope = 'public'
    AND (wanted IS NULL OR o.id = wanted)
    AND NOT EXISTS (SELECT 1 FROM exchange_hidden h WHERE h.object_id = o.id)
  ORDER BY o.modified DESC, o.id DESC LIMIT 200
$$;
REVOKE ALL ON FUNCTION exchange_public_practices(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION exchange_public_practices(uuid) TO proximity_public;
"""


class Migration(migrations.Migration):
    """The public side of the catalogue."""

    dependencies = [("exchange", "0002_wall"), ("network", "0002_wall")]
    operations = [migrations.RunSQL(READ, "DROP FUNCTION exchange_public_practices(uuid)")]
