"""What Flask itself costs on this machine: one page with 40 rows and nothing else, served as the portal is."""

from flask import Flask, render_template_string

PAGE = """<!doctype html><html lang="nl"><head><title>Bare</title></head><body><table>
{% for row in rows %}<tr><td>{{ row.number }}</td><td>{{ row.name }}</td><td>{{ row.due }}</td></tr>
{% endfor %}</table></body></html>"""

app = Flask(__name__)


@app.get("/")
def page() -> str:
    """Show 40 rows."""
    rows = [{"number": number, "name": f"Row {number}", "due": "2026-01-01"} for number in range(40)]
    return render_template_string(PAGE, rows=rows)
